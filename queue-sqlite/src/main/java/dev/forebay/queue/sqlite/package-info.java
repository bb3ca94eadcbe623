/** A job store in one SQLite file: one writer with group commit, a few readers, an ack that is on disk. */
@NullMarked
package dev.forebay.queue.sqlite;

import org.jspecify.annotations.NullMarked;
