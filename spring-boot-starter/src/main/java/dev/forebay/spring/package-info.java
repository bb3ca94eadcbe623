/**
 * Spring Boot's part of Forebay: a bean made from properties, Spring AI's models that go through its pools, their health and
 * metrics.
 */
@NullMarked
package dev.forebay.spring;

import org.jspecify.annotations.NullMarked;
