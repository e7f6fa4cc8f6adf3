/**
 * What a trial leaves behind, as files in memory: meshes, pictures, animations, step curves. Where
 * they go is decided elsewhere.
 */
@NullMarked
package io.facesweep.assets;

import org.jspecify.annotations.NullMarked;
