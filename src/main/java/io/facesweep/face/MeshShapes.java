package io.facesweep.face;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A face model as meshes.
 *
 * @param mean an OBJ file
 * @param identities a folder of OBJ files of the same vertices, each the head at one standard
 *     deviation of a component
 * @param expressions a folder of the same of expressions; null for none
 */
public record MeshShapes(Path mean, Path identities, @Nullable Path expressions) {}
