/** What the limiter itself costs on this machine: time of a pair, time added to a call, memory and processor of those who wait. */
@NullMarked
package dev.forebay.bench.speed;

import org.jspecify.annotations.NullMarked;
