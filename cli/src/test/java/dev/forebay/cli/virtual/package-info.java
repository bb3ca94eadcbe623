/** The whole stack in virtual time: the real pool, queue and workers against the simulator, one thread, one seed. */
@NullMarked
package dev.forebay.cli.virtual;

import org.jspecify.annotations.NullMarked;
