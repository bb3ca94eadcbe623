/** Two threads at one spot of the limiter, millions of times, and what may come of it: jcstress. */
@NullMarked
package dev.forebay.stress;

import org.jspecify.annotations.NullMarked;
