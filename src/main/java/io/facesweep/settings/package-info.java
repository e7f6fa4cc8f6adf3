/** What can be set: every setting as a record's component, and the words that settings take. */
@NullMarked
package io.facesweep.settings;

import org.jspecify.annotations.NullMarked;
