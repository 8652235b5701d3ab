//! A zip archive whose bytes depend on nothing but what is put into it: no clock, no names of users.

use miniz_oxide::deflate::compress_to_vec;

use super::TooBig;

/// The middle between quick and small; the tables are small either way.
const LEVEL: u8 = 4;

/// What every entry of the archive says of itself: made by version 2.0, no flags, deflated, at
/// midnight of 1980-01-01, the first moment that the format knows.
const COMMON: [u8; 10] = [20, 0, 0, 0, 8, 0, 0, 0, 0x21, 0];

/// An archive that is being written.
pub(super) struct ZipWriter {
    bytes: Vec<u8>,
    directory: Vec<u8>,
    count: u16,
    sums: [u32; 256],
}

impl ZipWriter {
    pub(super) fn new() -> Self {
        let sums = std::array::from_fn(|byte| {
            (0..8).fold(byte as u32, |sum, _| (sum >> 1) ^ ((sum & 1) * 0xEDB8_8320))
        });
        Self { bytes: Vec::new(), directory: Vec::new(), count: 0, sums }
    }

    /// Puts a file into it. Names are ASCII.
    pub(super) fn add(&mut self, name: &str, content: &[u8]) -> Result<(), TooBig> {
        let packed = compress_to_vec(content, LEVEL);
        let mut about = COMMON.to_vec();
        for number in [self.crc32(content), size(packed.len())?, size(content.len())?] {
            about.extend(number.to_le_bytes());
        }
        about.extend(u16::try_from(name.len()).map_err(|_| TooBig)?.to_le_bytes());
        // No extra field.
        about.extend([0, 0]);
        let at = size(self.bytes.len())?;
        for part in [b"PK\x03\x04", &*about, name.as_bytes(), &packed] {
            self.bytes.extend(part);
        }
        // No comment, the first disk, no attributes.
        for part in [b"PK\x01\x02\x14\0", &*about, &[0; 10], &at.to_le_bytes(), name.as_bytes()] {
            self.directory.extend(part);
        }
        self.count += 1;
        Ok(())
    }

    /// The whole archive.
    pub(super) fn finish(mut self) -> Result<Vec<u8>, TooBig> {
        let at = size(self.bytes.len())?.to_le_bytes();
        let long = size(self.directory.len())?.to_le_bytes();
        let count = self.count.to_le_bytes();
        self.bytes.append(&mut self.directory);
        for part in [b"PK\x05\x06\0\0\0\0".as_slice(), &count, &count, &long, &at, &[0, 0]] {
            self.bytes.extend(part);
        }
        Ok(self.bytes)
    }

    fn crc32(&self, bytes: &[u8]) -> u32 {
        !bytes.iter().fold(u32::MAX, |sum, byte| {
            (sum >> 8) ^ self.sums[usize::from(sum.to_le_bytes()[0] ^ byte)]
        })
    }
}

fn size(bytes: usize) -> Result<u32, TooBig> {
    u32::try_from(bytes).map_err(|_| TooBig)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_checksum_is_the_one_of_the_format() {
        assert_eq!(ZipWriter::new().crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!(ZipWriter::new().crc32(b""), 0);
    }
}
