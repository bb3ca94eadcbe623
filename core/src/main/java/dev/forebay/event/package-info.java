/** What happened, as values: each decision of a pool that somebody outside may want to see. */
@NullMarked
package dev.forebay.event;

import org.jspecify.annotations.NullMarked;
