package io.facesweep.diffusion;

/**
 * The 256 printable characters that stand for bytes in CLIP's and GPT-2's vocabularies: printable
 * Latin-1 bytes stand for themselves, the others, in order, for U+0100 and up
 * (github.com/openai/CLIP, simple_tokenizer.py, {@code bytes_to_unicode}).
 */
public final class ClipByteAlphabet {
  private static final char[] CHARACTERS = new char[256];

  /** The bytes that U+0100 and up stand for. */
  private static final byte[] VALUES = new byte[256];

  static {
    int next = 256;
    for (int b = 0; b < 256; b++) {
      boolean printable = (b >= '!' && b <= '~') || (b >= 0xa1 && b <= 0xac) || b >= 0xae;
      if (!printable) {
        VALUES[next - 256] = (byte) b;
      }
      CHARACTERS[b] = (char) (printable ? b : next++);
    }
  }

  private ClipByteAlphabet() {}

  /** The character that stands for a byte. */
  public static char of(byte value) {
    return CHARACTERS[value & 0xff];
  }

  /** The bytes that characters stand for; any other character stands for its lowest byte. */
  static byte[] bytes(String characters) {
    byte[] bytes = new byte[characters.length()];
    for (int i = 0; i < bytes.length; i++) {
      char character = characters.charAt(i);
      bytes[i] = (byte) (character < 256 ? character : VALUES[Math.min(character - 256, 255)]);
    }
    return bytes;
  }
}
