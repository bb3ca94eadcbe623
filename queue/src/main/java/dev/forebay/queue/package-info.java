/** Durable jobs: what a job is, the states it goes through, the interface of a store, and the workers that drain it. */
@NullMarked
package dev.forebay.queue;

import org.jspecify.annotations.NullMarked;
