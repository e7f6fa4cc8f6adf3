/** Says what files and folders are to FaceSweep, what they lack, and what uses them. */
@NullMarked
package io.facesweep.inspect;

import org.jspecify.annotations.NullMarked;
