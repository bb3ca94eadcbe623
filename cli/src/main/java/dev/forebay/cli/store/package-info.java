/** The store of a run, opened so that each way of failing ends in one line for the user. */
@NullMarked
package dev.forebay.cli.store;

import org.jspecify.annotations.NullMarked;
