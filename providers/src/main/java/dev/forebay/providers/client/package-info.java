/** What every adapter of a client library does alike: which pool, what size, what came of it. Not for use outside Forebay. */
@NullMarked
package dev.forebay.providers.client;

import org.jspecify.annotations.NullMarked;
