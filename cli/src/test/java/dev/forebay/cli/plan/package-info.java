/** Tests of the dry run. */
@NullMarked
package dev.forebay.cli.plan;

import org.jspecify.annotations.NullMarked;
