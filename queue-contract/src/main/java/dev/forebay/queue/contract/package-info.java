/** The suite that every job store must pass: extend {@link dev.forebay.queue.contract.JobStoreContract}. */
@NullMarked
package dev.forebay.queue.contract;

import org.jspecify.annotations.NullMarked;
