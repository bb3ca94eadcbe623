/** The dry run: what a run would take and cost, by what is known without sending anything. */
@NullMarked
package dev.forebay.cli.plan;

import org.jspecify.annotations.NullMarked;
