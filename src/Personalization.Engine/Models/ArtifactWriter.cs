using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace Personalization.Engine.Models;

/// <summary>Writes one file of an artifact: arrays, each after its length, little-endian.</summary>
internal sealed class ArtifactWriter
{
    private readonly ArrayBufferWriter<byte> _buffer = new();

    /// <summary>Writes a number.</summary>
    public ArtifactWriter Write(int value)
    {
        BinaryPrimitives.WriteInt32LittleEndian(_buffer.GetSpan(sizeof(int)), value);
        _buffer.Advance(sizeof(int));
        return this;
    }

    /// <summary>Writes an array.</summary>
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

    /// <summary>Writes an array, bit by bit.</summary>
    public ArtifactWriter Write(ReadOnlySpan<float> values) => Write(MemoryMarshal.Cast<float, int>(values));

    /// <summary>Writes a text.</summary>
    public ArtifactWriter Write(string value)
    {
        Write(Encoding.UTF8.GetByteCount(value));
        Encoding.UTF8.GetBytes(value, _buffer);
        return this;
    }

    /// <summary>All that was written.</summary>
    public ReadOnlyMemory<byte> ToMemory() => _buffer.WrittenSpan.ToArray();
}
