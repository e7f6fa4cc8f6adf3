package io.facesweep.report;

import io.facesweep.assets.ContactSheet;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.LineBreakMeasurer;
import java.awt.font.TextAttribute;
import java.awt.font.TextLayout;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.AttributedString;
import java.util.List;
import java.util.Objects;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOInvalidTreeException;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.MemoryCacheImageOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * A matrix of pictures for print: a PNG file of 300 dots an inch, 17 cm wide, wider where there are
 * many columns. Where Java has no fonts it has no words.
 */
final class PictureSheet {
  /**
   * What is in one place.
   *
   * @param pictures side by side; null where there is none
   */
  record Cell(List<@Nullable BufferedImage> pictures) {}

  /**
   * A row.
   *
   * @param label to the left of it
   * @param cells one a column
   */
  record Row(String label, List<Cell> cells) {}

  private static final int WIDTH = 2008;
  private static final int LABELS = 330;
  private static final int HEAD = 100;
  private static final int GAP = 8;
  private static final int COLUMN_GAP = 28;
  private static final int MIN_SIDE = 128;
  private static final int DOTS_PER_METRE = 11811;
  private static final Font FONT = new Font(Font.SANS_SERIF, Font.PLAIN, 33);

  /** How sheets are made, for their {@link Recipe}. */
  static final String HOW =
      "sheet of %d pixels, words of %s".formatted(WIDTH, ContactSheet.canWrite() ? FONT : "none");

  private static final Color ABSENT = new Color(0xe9, 0xe9, 0xe6);

  private final List<String> columns;
  private final List<Row> rows;
  private final int pictures;
  private final int side;

  private PictureSheet(List<String> columns, List<Row> rows) {
    this.columns = columns;
    this.rows = rows;
    this.pictures =
        rows.stream()
            .flatMap(r -> r.cells().stream())
            .mapToInt(c -> c.pictures().size())
            .max()
            .orElse(1);
    int room = WIDTH - LABELS - columns.size() * (COLUMN_GAP + (pictures - 1) * GAP);
    this.side = Math.max(MIN_SIDE, room / (columns.size() * pictures));
  }

  /**
   * Draws the sheet.
   *
   * @param columns their heads, at least one
   * @param rows at least one
   */
  static byte[] of(List<String> columns, List<Row> rows) {
    return new PictureSheet(columns, rows).draw();
  }

  private int columnWidth() {
    return pictures * side + (pictures - 1) * GAP;
  }

  private byte[] draw() {
    int width = LABELS + columns.size() * (columnWidth() + COLUMN_GAP);
    int height = HEAD + rows.size() * (side + GAP);
    BufferedImage sheet = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
    Graphics2D graphics = sheet.createGraphics();
    // bicubic takes three to five times as long, and most of a report's time
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, width, height);
    for (int i = 0; i < columns.size(); i++) {
      write(graphics, columns.get(i), left(i), 0, columnWidth(), HEAD);
    }
    for (int i = 0; i < rows.size(); i++) {
      int top = HEAD + i * (side + GAP);
      write(graphics, rows.get(i).label(), 0, top, LABELS - COLUMN_GAP, side);
      for (int column = 0; column < columns.size(); column++) {
        draw(graphics, rows.get(i).cells().get(column), left(column), top);
      }
    }
    graphics.dispose();
    return png(sheet);
  }

  private int left(int column) {
    return LABELS + column * (columnWidth() + COLUMN_GAP);
  }

  private void draw(Graphics2D graphics, Cell cell, int left, int top) {
    for (int i = 0; i < pictures; i++) {
      BufferedImage picture = i < cell.pictures().size() ? cell.pictures().get(i) : null;
      int x = left + i * (side + GAP);
      if (picture == null) {
        graphics.setColor(ABSENT);
        graphics.fillRect(x, top, side, side);
      } else {
        graphics.drawImage(picture, x, top, side, side, null);
      }
    }
  }

  private static void write(
      Graphics2D graphics, String text, int left, int top, int width, int height) {
    String words = PlainText.oneLine(text);
    if (words.isEmpty() || !ContactSheet.canWrite()) {
      return;
    }
    AttributedString styled = new AttributedString(words);
    styled.addAttribute(TextAttribute.FONT, FONT);
    LineBreakMeasurer lines =
        new LineBreakMeasurer(styled.getIterator(), graphics.getFontRenderContext());
    graphics.setColor(Color.BLACK);
    float y = top;
    while (lines.getPosition() < words.length()) {
      TextLayout line = lines.nextLayout(width);
      if (y + line.getAscent() + line.getDescent() > top + height) {
        return;
      }
      y += line.getAscent();
      line.draw(graphics, left, y);
      y += line.getDescent() + line.getLeading();
    }
  }

  private static byte[] png(BufferedImage image) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("png").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (MemoryCacheImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      IIOMetadata metadata =
          writer.getDefaultImageMetadata(
              ImageTypeSpecifier.createFromRenderedImage(image), writer.getDefaultWriteParam());
      IIOMetadataNode dots = new IIOMetadataNode("pHYs");
      dots.setAttribute("pixelsPerUnitXAxis", "" + DOTS_PER_METRE);
      dots.setAttribute("pixelsPerUnitYAxis", "" + DOTS_PER_METRE);
      dots.setAttribute("unitSpecifier", "meter");
      String format = Objects.requireNonNull(metadata.getNativeMetadataFormatName());
      IIOMetadataNode root = new IIOMetadataNode(format);
      root.appendChild(dots);
      metadata.mergeTree(format, root);
      writer.setOutput(out);
      writer.write(new IIOImage(image, null, metadata));
    } catch (IIOInvalidTreeException e) {
      throw new IllegalStateException("Cannot say in a PNG how large it is in print", e);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write PNG: " + e.getMessage(), e);
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
