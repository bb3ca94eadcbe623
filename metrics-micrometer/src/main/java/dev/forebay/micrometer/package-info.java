/** What happens in pools, as meters of Micrometer, each documented in docs/metrics.md. */
@NullMarked
package dev.forebay.micrometer;

import org.jspecify.annotations.NullMarked;
