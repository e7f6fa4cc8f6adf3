/** Stage records and assets on any file system that Hadoop writes to. */
@NullMarked
package io.facesweep.store;

import org.jspecify.annotations.NullMarked;
