/**
 * The simulated provider behind a loopback HTTP port.
 */
@NullMarked
package dev.forebay.simulator.http;

import org.jspecify.annotations.NullMarked;
