/** One exchange over HTTP, of no provider in particular: request, headers, answer, deadline, and what its failures mean. */
@NullMarked
package dev.forebay.providers.http;

import org.jspecify.annotations.NullMarked;
