package io.facesweep.mesh;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A binary glTF 2.0 file of one textured mesh.
 *
 * @param mesh the geometry; UVs have (0, 0) at the bottom left, as everywhere in FaceSweep (the
 *     file's own lie top left)
 * @param baseColourPng the PNG file of the base colour texture; empty where there is none
 * @param shading whether light falls on it
 * @param morphs offsets of the vertices [V * 3] by name, in the order of the file: morph targets,
 *     all of weight 0
 */
public record GlbFile(
    TriangleMesh mesh, byte[] baseColourPng, Shading shading, Map<String, float[]> morphs) {
  /** What a viewer does with light. */
  public enum Shading {
    /** A rough surface without metal. */
    LIT,
    /** The base colour as it is: {@code KHR_materials_unlit}. */
    UNLIT
  }

  /**
   * @throws IllegalArgumentException if a morph is of another number of vertices
   */
  public GlbFile {
    morphs = Collections.unmodifiableMap(new LinkedHashMap<>(morphs));
    morphs.forEach(
        (name, offsets) -> {
          if (offsets.length != mesh.vertices().length) {
            throw new IllegalArgumentException(
                "Invalid morph %s: %d values (expected %d, three a vertex)"
                    .formatted(name, offsets.length, mesh.vertices().length));
          }
        });
  }

  /** A mesh under light that does not change its shape. */
  public GlbFile(TriangleMesh mesh, byte[] baseColourPng) {
    this(mesh, baseColourPng, Shading.LIT, Map.of());
  }

  /** A mesh without a picture: it is shown in plain grey. */
  public static GlbFile untextured(TriangleMesh mesh) {
    return new GlbFile(mesh, new byte[0]);
  }

  /**
   * Reads what {@link #write} writes, and other files of uncompressed triangles without node
   * transforms; corners at exactly the same position become one vertex.
   *
   * @throws UserException naming the file and what in it cannot be used
   */
  public static GlbFile read(Path path) {
    try {
      return GlbReader.read(Files.readAllBytes(path));
    } catch (java.nio.file.NoSuchFileException e) {
      throw new UserException("Cannot read GLB file %s: there is no such file".formatted(path), e);
    } catch (IOException e) {
      throw new UserException("Cannot read GLB file %s: %s".formatted(path, e.getMessage()), e);
    } catch (GlbReader.Malformed | IllegalArgumentException e) {
      throw new UserException("Cannot read GLB file %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** Writes the file, with unit normals; vertices are split where the texture is. */
  public void write(Path path) {
    try {
      Files.write(path, toBytes());
    } catch (IOException e) {
      throw new UserException("Cannot write GLB file %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  /** The file's bytes. */
  public byte[] toBytes() {
    return GlbWriter.bytes(this);
  }
}
