/** The command line: commands, exit codes, and all that is written to the console. */
@NullMarked
package io.facesweep.cli;

import org.jspecify.annotations.NullMarked;
