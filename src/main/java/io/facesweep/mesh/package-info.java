/** Triangle meshes, and their OBJ and GLB files. */
@NullMarked
package io.facesweep.mesh;

import org.jspecify.annotations.NullMarked;
