/** Stage records, assets and tables on any file system that Hadoop writes to. Free of Spark. */
@NullMarked
package io.facesweep.store;

import org.jspecify.annotations.NullMarked;
