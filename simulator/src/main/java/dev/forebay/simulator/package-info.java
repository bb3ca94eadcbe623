/**
 * The provider without its network: it decides about requests and answers them, at the times of a given clock.
 */
@NullMarked
package dev.forebay.simulator;

import org.jspecify.annotations.NullMarked;
