/** Spring Boot and Spring AI with Forebay: a dependency, and no call site changes. */
@NullMarked
package dev.forebay.examples.spring;

import org.jspecify.annotations.NullMarked;
