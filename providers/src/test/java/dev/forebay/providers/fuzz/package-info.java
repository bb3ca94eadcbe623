/** Targets for a fuzzer: each takes any bytes for what a provider sent, and holds the readers to what they promise. */
@NullMarked
package dev.forebay.providers.fuzz;

import org.jspecify.annotations.NullMarked;
