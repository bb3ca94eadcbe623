/** What a provider said about one call, in words that fit every provider: verdict, usage, limits. */
@NullMarked
package dev.forebay.signal;

import org.jspecify.annotations.NullMarked;
