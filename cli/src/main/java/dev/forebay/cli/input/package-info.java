/** The input of a run: lines of JSON, and the template that makes a prompt of each. */
@NullMarked
package dev.forebay.cli.input;

import org.jspecify.annotations.NullMarked;
