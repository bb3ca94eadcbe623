/** How a command ends: the statuses that a shell sees, and the errors of a user. */
@NullMarked
package dev.forebay.cli.exit;

import org.jspecify.annotations.NullMarked;
