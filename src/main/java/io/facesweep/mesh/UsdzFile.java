package io.facesweep.mesh;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * USDZ, which phones show in the room: a zip archive whose files are stored as they are and begin
 * at multiples of 64 bytes, first the scene and then its picture. Source: OpenUSD, "Usdz File
 * Format Specification".
 */
public final class UsdzFile {
  private static final String SCENE = "head.usda";
  private static final String PICTURE = "textures/albedo.png";
  private static final int ALIGNMENT = 64;

  /** Bytes of a file's header in an archive, before its name. */
  private static final int HEADER = 30;

  /** Bytes of an extra field of a header: its kind and its length, before what it holds. */
  private static final int EXTRA = 4;

  /** The kind that OpenUSD's own writer gives to padding, low byte first. */
  private static final byte[] PADDING = {(byte) 0x86, 0x19};

  /**
   * A head gives the same bytes at all times. Not the first that an archive knows, 1980: Java takes
   * that for an earlier one, and adds a field of its own.
   */
  private static final LocalDateTime TIME = LocalDateTime.of(1981, 1, 1, 0, 0);

  private UsdzFile() {}

  /**
   * Lays out the file's bytes.
   *
   * @param mesh whose bounding radius of 1 is shown as 15 cm
   * @param baseColourPng the PNG file of the base colour texture; empty where there is none
   * @throws IllegalArgumentException if there is a picture for a mesh without texture coordinates
   */
  public static byte[] of(TriangleMesh mesh, byte[] baseColourPng) {
    boolean hasPicture = baseColourPng.length > 0;
    if (hasPicture && !mesh.isTextured()) {
      throw new IllegalArgumentException(
          "Invalid texture: a picture of %d bytes for a mesh without texture coordinates"
              .formatted(baseColourPng.length));
    }
    byte[] scene =
        (hasPicture ? UsdScene.textured(mesh, PICTURE) : UsdScene.untextured(mesh))
            .getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(scene.length + baseColourPng.length);
    try (ZipOutputStream archive = new ZipOutputStream(bytes, StandardCharsets.US_ASCII)) {
      add(archive, bytes, SCENE, scene);
      if (hasPicture) {
        add(archive, bytes, PICTURE, baseColourPng);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make a USDZ file", e);
    }
    return bytes.toByteArray();
  }

  private static void add(
      ZipOutputStream archive, ByteArrayOutputStream written, String name, byte[] content)
      throws IOException {
    archive.flush();
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    CRC32 sum = new CRC32();
    sum.update(content);
    entry.setCrc(sum.getValue());
    entry.setTimeLocal(TIME);
    entry.setExtra(padding(written.size() + HEADER + name.length()));
    archive.putNextEntry(entry);
    archive.write(content);
    archive.closeEntry();
  }

  /** An extra field after which a file that would begin at an offset begins aligned. */
  private static byte[] padding(int offset) {
    int length = Math.floorMod(-(offset + EXTRA), ALIGNMENT);
    byte[] field = new byte[EXTRA + length];
    System.arraycopy(PADDING, 0, field, 0, PADDING.length);
    field[2] = (byte) length;
    return field;
  }
}
