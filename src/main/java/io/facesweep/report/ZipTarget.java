package io.facesweep.report;

import io.facesweep.UserException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A report in one file that can be sent: everything that its pages show, in a folder of the sweep's
 * name. The file appears when it is whole.
 */
final class ZipTarget implements ReportTarget, AutoCloseable {
  /** All entries have the same time, so that the same report is the same file. */
  private static final long TIME = 315_532_800_000L + 24 * 3600 * 1000L;

  private final Path file;
  private final Path unfinished;
  private final String folder;
  private final ZipOutputStream zip;

  /**
   * @param file to write, on this machine
   * @param folder in it
   * @throws UserException if it cannot be written
   */
  ZipTarget(Path file, String folder) {
    this.file = file;
    this.folder = folder;
    this.unfinished = file.resolveSibling(file.getFileName() + ".unfinished");
    try {
      zip = new ZipOutputStream(Files.newOutputStream(unfinished));
    } catch (IOException e) {
      throw cannotWrite(e);
    }
    zip.setLevel(Deflater.BEST_SPEED);
  }

  @Override
  public synchronized void write(String name, byte[] content) {
    ZipEntry entry = new ZipEntry(folder + "/" + name);
    entry.setTime(TIME);
    if (isCompressed(name)) {
      CRC32 sum = new CRC32();
      sum.update(content);
      entry.setMethod(ZipEntry.STORED);
      entry.setSize(content.length);
      entry.setCrc(sum.getValue());
    }
    try {
      zip.putNextEntry(entry);
      zip.write(content);
      zip.closeEntry();
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private static boolean isCompressed(String name) {
    return name.endsWith(".jpg") || name.endsWith(".png") || name.endsWith(".gif");
  }

  @Override
  public void write(String name, byte[] content, String recipe) {
    write(name, content);
  }

  @Override
  public byte @Nullable [] unchanged(String name, String recipe) {
    return null; // a new file each time
  }

  @Override
  public String writeBeside(String name, byte[] content) {
    write(name, content);
    return name;
  }

  @Override
  public @Nullable String toOutput() {
    return null;
  }

  /**
   * Ends the file.
   *
   * @throws UserException if it cannot be written
   */
  void finish() {
    try {
      zip.close();
      Files.move(unfinished, file, StandardCopyOption.REPLACE_EXISTING);
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  /** Leaves nothing of a file that did not come to its end. */
  @Override
  public void close() {
    try {
      try {
        zip.close();
      } finally {
        Files.deleteIfExists(unfinished);
      }
    } catch (IOException e) {
      throw cannotWrite(e);
    }
  }

  private UserException cannotWrite(IOException e) {
    return new UserException("Cannot write report %s: %s".formatted(file, e), e);
  }
}
