/** The front door: {@link dev.forebay.Forebay} holds the pools of a program. */
@NullMarked
package dev.forebay;

import org.jspecify.annotations.NullMarked;
