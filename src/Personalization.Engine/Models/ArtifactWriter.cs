using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Engine.Models;

/// <summary>Writes one file of an artifact: length-prefixed arrays, little-endian.</summary>
internal sealed class ArtifactWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Writes an integer.</summary>
    public ArtifactWriter Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
        return this;
    }

    /// <summary>Writes an array of integers.</summary>
    public ArtifactWriter Write(ReadOnlySpan<int> values)
    {
        Write(values.Length);
        Span<byte> target = _buffer.GetSpan(Math.Max(1, values.Length * sizeof(int)));
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteInt32LittleEndian(target[(i * sizeof(int))..], values[i]);
        }

        _buffer.Advance(values.Length * sizeof(int));
        return this;
    }

    /// <summary>Writes an array of floats; keeps all bits.</summary>
    public ArtifactWriter Write(ReadOnlySpan<float> values) => Write(MemoryMarshal.Cast<float, int>(values));

    /// <summary>Writes a string as UTF-8.</summary>
    public ArtifactWriter Write(string value)
    {
        Write(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _buffer);
        return this;
    }

    /// <summary>Returns the content of the file.</summary>
    public ReadOnlyMemory<byte> ToMemory() => _buffer.WrittenSpan.ToArray();
}
