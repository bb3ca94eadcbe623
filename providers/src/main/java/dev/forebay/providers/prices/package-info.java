/** Dated data about models: what they cost, and which of them share a limit. */
@NullMarked
package dev.forebay.providers.prices;

import org.jspecify.annotations.NullMarked;
