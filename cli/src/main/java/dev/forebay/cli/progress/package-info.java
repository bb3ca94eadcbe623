/** What a person sees while a run goes on. */
@NullMarked
package dev.forebay.cli.progress;

import org.jspecify.annotations.NullMarked;
