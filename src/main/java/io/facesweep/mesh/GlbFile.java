package io.facesweep.mesh;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A binary glTF 2.0 file of one textured mesh.
 *
 * @param mesh the geometry; UVs have (0, 0) at the bottom left, as everywhere in FaceSweep (the
 *     file's own lie top left)
 * @param baseColourPng the PNG file of the base colour texture; empty where there is none
 */
public record GlbFile(TriangleMesh mesh, byte[] baseColourPng) {
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
    return GlbWriter.bytes(mesh, baseColourPng);
  }
}
