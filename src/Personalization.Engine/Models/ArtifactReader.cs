using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Engine.Models;

/// <summary>Reads what <see cref="ArtifactWriter"/> wrote.</summary>
internal sealed class ArtifactReader(ReadOnlyMemory<byte> content)
{
    private ReadOnlyMemory<byte> _rest = content;

    /// <summary>Reads a number.</summary>
    public int ReadInt32() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));

    /// <summary>Reads an array.</summary>
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
        return Array.TrueForAll(values, float.IsFinite) ? values : throw new InvalidDataException("A file of the model holds a number that is not finite.");
    }

    /// <summary>Reads a text.</summary>
    public string ReadString() => Encoding.UTF8.GetString(Take(ReadInt32()));

    /// <summary>Makes sure that nothing is left.</summary>
    public void End()
    {
        if (_rest.Length > 0)
        {
            throw new InvalidDataException($"A file of the model has {_rest.Length} bytes too many.");
        }
    }

    private ReadOnlySpan<byte> Take(long count)
    {
        if (count < 0 || count > _rest.Length)
        {
            throw new InvalidDataException("A file of the model ends too early.");
        }

        ReadOnlySpan<byte> taken = _rest.Span[..(int)count];
        _rest = _rest[(int)count..];
        return taken;
    }
}
