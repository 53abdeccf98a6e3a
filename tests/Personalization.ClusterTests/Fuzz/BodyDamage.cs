using System.Text;
using CsCheck;

namespace Personalization.ClusterTests.Fuzz;

/// <summary>Turns a JSON body into bytes for the wire, mostly unchanged.</summary>
internal static class BodyDamage
{
    private static readonly byte[] InvalidUtf8 = [0xC3, 0x28, 0xFF, 0xFE];

    /// <summary>Generates a body that may be truncated, damaged, nested too deep, too large or missing.</summary>
    public static Gen<byte[]?> Of(Gen<string> json) => Gen.Frequency(
        (24, json.Select(text => (byte[]?)Encoding.UTF8.GetBytes(text))),
        (2, Gen.Select(
            json,
            Gen.Double[0, 1],
            (text, share) => (byte[]?)Encoding.UTF8.GetBytes(text)[..(int)(Encoding.UTF8.GetByteCount(text) * share)])),
        (1, Gen.Select(json, Gen.Double[0, 1], Spoil)),
        (1, Gen.OneOf(64, 65, 500, 20_000).Select(
            depth => (byte[]?)Encoding.UTF8.GetBytes(new string('[', depth) + new string(']', depth)))),
        (1, Gen.OneOf(100, 5_000).Select(depth => (byte[]?)Encoding.UTF8.GetBytes(
            string.Concat(Enumerable.Repeat("{\"a\":", depth)) + "1" + new string('}', depth)))),
        (1, json.Select(text => (byte[]?)Encoding.UTF8.GetBytes("\uFEFF" + text + " \n trailing"))),
        (1, json.Array[3].Select(lines => (byte[]?)Encoding.UTF8.GetBytes(string.Join('\n', lines)))),
        (1, Gen.OneOf<byte[]?>(
            null,
            [],
            "null"u8.ToArray(),
            "[]"u8.ToArray(),
            "{}"u8.ToArray(),
            "\""u8.ToArray(),
            [0],
            Encoding.Unicode.GetBytes("{}"))));

    /// <summary>Generates an array with more elements than a batch may have.</summary>
    public static Gen<byte[]?> TooMany(Gen<string> json) =>
        json.Select(text => (byte[]?)Encoding.UTF8.GetBytes($"[{string.Join(',', Enumerable.Repeat(text, 1_001))}]"));

    private static byte[]? Spoil(string text, double share)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        int at = (int)(bytes.Length * share);
        return [.. bytes[..at], .. InvalidUtf8, .. bytes[at..]];
    }
}
