/** Tests of the dry run. */
@NullMarked
package dev.forebay.cli.signals;

import org.jspecify.annotations.NullMarked;
