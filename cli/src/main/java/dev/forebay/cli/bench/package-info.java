/** Measurements that anybody can repeat on their own disk. */
@NullMarked
package dev.forebay.cli.bench;

import org.jspecify.annotations.NullMarked;
