/**
 * What passes between a client and the simulated provider: a raw request, and a reply or the lack of one.
 */
@NullMarked
package dev.forebay.simulator.exchange;

import org.jspecify.annotations.NullMarked;
