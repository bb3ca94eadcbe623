/** The demonstration: Forebay and a plain client at the same limits. */
@NullMarked
package dev.forebay.cli.demo;

import org.jspecify.annotations.NullMarked;
