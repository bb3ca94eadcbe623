/** For tests of code that uses Forebay: scripted and simulated providers, virtual time, and what must hold at the end. */
@NullMarked
package dev.forebay.testkit;

import org.jspecify.annotations.NullMarked;
