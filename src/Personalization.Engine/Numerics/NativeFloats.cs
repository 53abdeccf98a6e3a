using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Personalization.Engine.Numerics;

/// <summary>
/// A large block of numbers outside the collector's heap, all 0 at first. A training needs hundreds of megabytes for seconds: given back at once when
/// disposed, they neither pile up beside the next ones nor make the collector of the serving process work. Whoever takes one must dispose of it.
/// </summary>
internal sealed class NativeFloats : MemoryManager<float>
{
    private readonly int _length;
    private nint _address;

    /// <summary>Takes the memory.</summary>
    /// <exception cref="OutOfMemoryException">There is not so much.</exception>
    public NativeFloats(int length)
    {
        _length = length;
        _address = Marshal.AllocHGlobal((nint)length * sizeof(float));
        GetSpan().Clear();
    }

    /// <inheritdoc/>
    public override Span<float> GetSpan()
    {
        ObjectDisposedException.ThrowIf(_address == 0, this);
        return MemoryMarshal.CreateSpan(ref Unsafe.AddByteOffset(ref Unsafe.NullRef<float>(), _address), _length);
    }

    /// <exception cref="NotSupportedException">Always: nothing here hands addresses on.</exception>
    public override MemoryHandle Pin(int elementIndex = 0) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void Unpin()
    {
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        Marshal.FreeHGlobal(_address);
        _address = 0;
    }
}
