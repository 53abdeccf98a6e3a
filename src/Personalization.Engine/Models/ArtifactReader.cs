using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Engine.Models;

/// <summary>Reads a file that <see cref="ArtifactWriter"/> wrote.</summary>
internal sealed class ArtifactReader(ReadOnlyMemory<byte> content)
{
    private ReadOnlyMemory<byte> _rest = content;

    /// <summary>Reads an integer.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Reads an array of integers.</summary>
    public int[] ReadInt32s()
    {
        ReadOnlySpan<byte> bytes = Take((long)ReadInt32() * sizeof(int));
        int[] values = new int[bytes.Length / sizeof(int)];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadInt32LittleEndian(bytes[(i * sizeof(int))..]);
        }

        return values;
    }

    /// <summary>Reads an array of finite numbers.</summary>
    public float[] ReadFloats()
    {
        int[] bits = ReadInt32s();
        float[] values = MemoryMarshal.Cast<int, float>(bits).ToArray();
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new InvalidDataException("The model is corrupt: a file has a number that is not finite.");
    }

    /// <summary>Reads a string.</summary>
    public string ReadString() => Encoding.UTF8.GetString(Take(ReadInt32()));

    /// <summary>Verifies that the file is read to its end.</summary>
    /// <exception cref="InvalidDataException">The file has further bytes.</exception>
    public void End()
    {
        if (_rest.Length > 0)
        {
            throw new InvalidDataException($"The model is corrupt: a file has {_rest.Length} bytes after its end.");
        }
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException("The model is corrupt: a file is truncated.");
        }

        ReadOnlySpan<byte> taken = _rest.Span[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
