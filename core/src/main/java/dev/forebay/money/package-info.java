/** What calls cost, and the most that may be spent. */
@NullMarked
package dev.forebay.money;

import org.jspecify.annotations.NullMarked;
