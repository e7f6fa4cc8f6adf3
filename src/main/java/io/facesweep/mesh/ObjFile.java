package io.facesweep.mesh;

import io.facesweep.UserException;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * The contents of a Wavefront OBJ file. Polygons become fans of triangles, negative indices count
 * from the end, texture coordinates outside [0, 1] (several UV tiles) stay as they are; normals and
 * smoothing are passed over.
 *
 * @param mesh the geometry and UVs
 * @param materials the names of {@code usemtl}, in order of first use
 * @param faceMaterials index into {@code materials} for each face [F], -1 before the first {@code
 *     usemtl}
 * @param groups the names of {@code g}, in order of first use
 * @param faceGroups index into {@code groups} for each face [F], -1 before the first {@code g}
 * @param polygons the number of the {@code f} that each face [F] is a part of, from 0
 */
public record ObjFile(
    TriangleMesh mesh,
    List<String> materials,
    int[] faceMaterials,
    List<String> groups,
    int[] faceGroups,
    int[] polygons) {
  private static final long MAX_BYTES = 1L << 30;

  /**
   * Reads a file.
   *
   * @throws UserException naming the file and line of what cannot be used
   */
  public static ObjFile read(Path path) {
    ObjParser parser = parse(path, ObjParser.Content.ALL);
    return new ObjFile(
        parser.mesh(),
        parser.materials(),
        parser.faceMaterials(),
        parser.groups(),
        parser.faceGroups(),
        parser.polygons());
  }

  /**
   * Reads the positions [V * 3] only: quick for files that differ from another in their vertices
   * alone.
   *
   * @throws UserException as {@link #read}
   */
  public static float[] readVertices(Path path) {
    return parse(path, ObjParser.Content.VERTICES).vertices();
  }

  /** Writes positions, UVs and triangles. */
  public static void write(Path path, TriangleMesh mesh) {
    try (BufferedWriter out = Files.newBufferedWriter(path, StandardCharsets.US_ASCII)) {
      float[] v = mesh.vertices();
      for (int i = 0; i < v.length; i += 3) {
        out.write("v " + v[i] + " " + v[i + 1] + " " + v[i + 2] + "\n");
      }
      float[] uv = mesh.textureCoordinates();
      for (int i = 0; i < uv.length; i += 2) {
        out.write("vt " + uv[i] + " " + uv[i + 1] + "\n");
      }
      for (int i = 0; i < mesh.faces().length; i += 3) {
        out.write("f");
        for (int corner = i; corner < i + 3; corner++) {
          out.write(" " + (mesh.faces()[corner] + 1));
          if (mesh.isTextured()) {
            out.write("/" + (mesh.textureFaces()[corner] + 1));
          }
        }
        out.write("\n");
      }
    } catch (IOException e) {
      throw new UserException("Cannot write OBJ file %s: %s".formatted(path, reason(e)), e);
    }
  }

  private static ObjParser parse(Path path, ObjParser.Content content) {
    try {
      long size = Files.size(path);
      if (size > MAX_BYTES) {
        throw new UserException(
            "Cannot read OBJ file %s: %d bytes (expected at most %d)"
                .formatted(path, size, MAX_BYTES));
      }
      ObjParser parser = new ObjParser(Files.readAllBytes(path), content);
      parser.parse();
      return parser;
    } catch (IOException e) {
      throw new UserException("Cannot read OBJ file %s: %s".formatted(path, reason(e)), e);
    } catch (ObjParser.Malformed e) {
      throw new UserException("Cannot read OBJ file %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private static String reason(IOException e) {
    return e instanceof java.nio.file.NoSuchFileException
        ? "there is no such file"
        : e.getClass().getSimpleName().replace("Exception", "").toLowerCase(Locale.ROOT)
            + ": "
            + e.getMessage();
  }
}
